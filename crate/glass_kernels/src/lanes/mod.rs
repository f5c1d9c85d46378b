//! Four floats at a time: the only unit the kernels compute in.
//!
//! `simd128` in browsers, SSE on x86-64, plain arrays elsewhere (and under Miri). All three do the same IEEE
//! operations lane by lane, in the same order, and never fuse a multiplication with an addition: that is why
//! a browser and a native build come to the same bits.

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[path = "wasm.rs"]
mod four;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2", not(miri)))]
#[path = "sse.rs"]
mod four;
#[cfg(not(any(
    all(target_arch = "wasm32", target_feature = "simd128"),
    all(target_arch = "x86_64", target_feature = "sse2", not(miri))
)))]
#[path = "portable.rs"]
mod four;

use four::Four;

/// Lanes of a vector.
pub const LANES: usize = 4;

/// Four floats.
#[derive(Clone, Copy)]
pub struct Lanes(Four);

impl Lanes {
    /// The same number four times.
    #[inline(always)]
    pub fn splat(value: f32) -> Self {
        Self(four::splat(value))
    }

    /// Four zeros.
    #[inline(always)]
    pub fn zero() -> Self {
        Self::splat(0.0)
    }

    /// The first four of a slice. Panics on a shorter one.
    #[inline(always)]
    pub fn load(values: &[f32]) -> Self {
        Self(four::from_array(*values.first_chunk().expect("four values")))
    }

    /// Writes the first four of a slice. Panics on a shorter one.
    #[inline(always)]
    pub fn store(self, values: &mut [f32]) {
        *values.first_chunk_mut().expect("four values") = four::to_array(self.0);
    }

    /// The four, one by one.
    #[inline(always)]
    pub fn to_array(self) -> [f32; LANES] {
        four::to_array(self.0)
    }

    /// `self + factor × other`, rounded twice.
    #[inline(always)]
    pub fn plus_product(self, factor: Self, other: Self) -> Self {
        self + factor * other
    }

    /// Square roots.
    #[inline(always)]
    pub fn sqrt(self) -> Self {
        Self(four::sqrt(self.0))
    }

    /// Where `self > limit`, `yes`; elsewhere (also where either is NaN) `no`.
    #[inline(always)]
    pub fn where_above(self, limit: Self, yes: Self, no: Self) -> Self {
        Self(four::where_above(self.0, limit.0, yes.0, no.0))
    }

    /// Zero where negative; NaN stays NaN, so that a broken model is noticed.
    #[inline(always)]
    pub fn relu(self) -> Self {
        Self::zero().where_above(self, Self::zero(), self)
    }

    /// Lane 0 + lane 1, lane 2 + lane 3, and those two.
    #[inline(always)]
    pub fn sum(self) -> f32 {
        let [a, b, c, d] = self.to_array();
        (a + b) + (c + d)
    }
}

impl std::ops::Add for Lanes {
    type Output = Self;

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(four::add(self.0, other.0))
    }
}

impl std::ops::Sub for Lanes {
    type Output = Self;

    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self(four::sub(self.0, other.0))
    }
}

impl std::ops::Mul for Lanes {
    type Output = Self;

    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(four::mul(self.0, other.0))
    }
}

impl std::ops::Div for Lanes {
    type Output = Self;

    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self(four::div(self.0, other.0))
    }
}
