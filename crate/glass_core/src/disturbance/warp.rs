//! Where pixels go: turned and scaled about the centre, and gathered in blocks.

/// Turned by `rotation` · 45° clockwise and `2^scale` times as large; in between by bilinear weights, beyond the edges
/// the nearest pixel.
pub(super) fn warped(
    values: &[f32],
    [width, height, channels]: [usize; 3],
    rotation: f64,
    scale: f64,
) -> Vec<f32> {
    let angle = rotation * core::f64::consts::FRAC_PI_4;
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    let shrink = libm::exp2(-scale);
    let centre = [(width as f64 - 1.0) / 2.0, (height as f64 - 1.0) / 2.0];
    let mut warped = Vec::with_capacity(values.len());
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (x as f64 - centre[0], y as f64 - centre[1]);
            // Where this pixel comes from: turned back, and brought nearer by as much as it was taken away.
            let from_x = centre[0] + shrink * (cosine * dx + sine * dy);
            let from_y = centre[1] + shrink * (cosine * dy - sine * dx);
            let (left, right, across) = neighbours(from_x, width);
            let (top, bottom, down) = neighbours(from_y, height);
            for channel in 0..channels {
                let at = |x: usize, y: usize| {
                    values.get((y * width + x) * channels + channel).copied().unwrap_or(0.0)
                };
                let above = at(left, top) * (1.0 - across) + at(right, top) * across;
                let below = at(left, bottom) * (1.0 - across) + at(right, bottom) * across;
                warped.push(above * (1.0 - down) + below * down);
            }
        }
    }
    warped
}

/// The two whole places around one, and how far it is towards the second.
fn neighbours(place: f64, length: usize) -> (usize, usize, f32) {
    let last = length.saturating_sub(1);
    let within = place.clamp(0.0, last as f64);
    let low = within as usize;
    (low, (low + 1).min(last), (within - low as f64) as f32)
}

/// The image in square blocks of their mean; at `amount` 1 the short side has three.
pub(super) fn in_blocks(values: &[f32], [width, height, channels]: [usize; 3], amount: f64) -> Vec<f32> {
    let coarsest = width.min(height) as f64 / 3.0;
    // Even steps to the eye: sides grow by a factor.
    let side = libm::round(libm::pow(coarsest.max(1.0), amount)).max(1.0) as usize;
    let mut blocked = values.to_vec();
    if side < 2 {
        return blocked;
    }
    let places = |y0: usize, x0: usize| {
        let rows = y0..(y0 + side).min(height);
        rows.flat_map(move |y| (x0..(x0 + side).min(width)).map(move |x| (y * width + x) * channels))
    };
    for y0 in (0..height).step_by(side) {
        for x0 in (0..width).step_by(side) {
            for channel in 0..channels {
                let (mut sum, mut count) = (0.0_f32, 0.0_f32);
                for at in places(y0, x0) {
                    sum += values.get(at + channel).copied().unwrap_or(0.0);
                    count += 1.0;
                }
                for at in places(y0, x0) {
                    if let Some(value) = blocked.get_mut(at + channel) {
                        *value = sum / count.max(1.0);
                    }
                }
            }
        }
    }
    blocked
}
