//! Four floats in a `v128`.
#![allow(unsafe_code, reason = "an array of four floats and a v128 are the same sixteen bytes")]

use core::arch::wasm32::{
    f32x4_add, f32x4_div, f32x4_gt, f32x4_mul, f32x4_splat, f32x4_sqrt, f32x4_sub, v128, v128_bitselect,
};

pub type Four = v128;

#[inline(always)]
pub fn splat(value: f32) -> Four {
    f32x4_splat(value)
}

#[inline(always)]
pub fn from_array(values: [f32; 4]) -> Four {
    // SAFETY: both are sixteen bytes, and every bit pattern is a v128.
    unsafe { core::mem::transmute(values) }
}

#[inline(always)]
pub fn to_array(four: Four) -> [f32; 4] {
    // SAFETY: both are sixteen bytes, and every bit pattern is four floats.
    unsafe { core::mem::transmute(four) }
}

#[inline(always)]
pub fn add(a: Four, b: Four) -> Four {
    f32x4_add(a, b)
}

#[inline(always)]
pub fn sub(a: Four, b: Four) -> Four {
    f32x4_sub(a, b)
}

#[inline(always)]
pub fn mul(a: Four, b: Four) -> Four {
    f32x4_mul(a, b)
}

#[inline(always)]
pub fn div(a: Four, b: Four) -> Four {
    f32x4_div(a, b)
}

#[inline(always)]
pub fn sqrt(a: Four) -> Four {
    f32x4_sqrt(a)
}

#[inline(always)]
pub fn where_above(a: Four, limit: Four, yes: Four, no: Four) -> Four {
    v128_bitselect(yes, no, f32x4_gt(a, limit))
}
