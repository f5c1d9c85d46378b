//! Four floats in an array: what the other two must equal, and what Miri reads.

pub type Four = [f32; 4];

#[inline(always)]
pub fn splat(value: f32) -> Four {
    [value; 4]
}

#[inline(always)]
pub fn from_array(values: [f32; 4]) -> Four {
    values
}

#[inline(always)]
pub fn to_array(four: Four) -> [f32; 4] {
    four
}

#[inline(always)]
pub fn add(a: Four, b: Four) -> Four {
    std::array::from_fn(|lane| a[lane] + b[lane])
}

#[inline(always)]
pub fn sub(a: Four, b: Four) -> Four {
    std::array::from_fn(|lane| a[lane] - b[lane])
}

#[inline(always)]
pub fn mul(a: Four, b: Four) -> Four {
    std::array::from_fn(|lane| a[lane] * b[lane])
}

#[inline(always)]
pub fn div(a: Four, b: Four) -> Four {
    std::array::from_fn(|lane| a[lane] / b[lane])
}

#[inline(always)]
pub fn sqrt(a: Four) -> Four {
    a.map(f32::sqrt)
}

#[inline(always)]
pub fn where_above(a: Four, limit: Four, yes: Four, no: Four) -> Four {
    std::array::from_fn(|lane| if a[lane] > limit[lane] { yes[lane] } else { no[lane] })
}
