//! Four floats in an SSE register.
#![allow(unsafe_code, reason = "an array of four floats and a __m128 are the same sixteen bytes")]

use core::arch::x86_64::{
    __m128, _mm_add_ps, _mm_and_ps, _mm_andnot_ps, _mm_cmpgt_ps, _mm_div_ps, _mm_mul_ps, _mm_or_ps,
    _mm_set1_ps, _mm_sqrt_ps, _mm_sub_ps,
};

pub type Four = __m128;

/// An SSE instruction, which every x86-64 has.
macro_rules! sse {
    ($call:expr) => {{
        // SAFETY: SSE is part of the x86-64 baseline; the module is compiled only where it is on.
        #[allow(unused_unsafe, reason = "newer compilers know this")]
        unsafe {
            $call
        }
    }};
}

#[inline(always)]
pub fn splat(value: f32) -> Four {
    sse!(_mm_set1_ps(value))
}

#[inline(always)]
pub fn from_array(values: [f32; 4]) -> Four {
    // SAFETY: both are sixteen bytes, and every bit pattern is a __m128.
    unsafe { core::mem::transmute(values) }
}

#[inline(always)]
pub fn to_array(four: Four) -> [f32; 4] {
    // SAFETY: both are sixteen bytes, and every bit pattern is four floats.
    unsafe { core::mem::transmute(four) }
}

#[inline(always)]
pub fn add(a: Four, b: Four) -> Four {
    sse!(_mm_add_ps(a, b))
}

#[inline(always)]
pub fn sub(a: Four, b: Four) -> Four {
    sse!(_mm_sub_ps(a, b))
}

#[inline(always)]
pub fn mul(a: Four, b: Four) -> Four {
    sse!(_mm_mul_ps(a, b))
}

#[inline(always)]
pub fn div(a: Four, b: Four) -> Four {
    sse!(_mm_div_ps(a, b))
}

#[inline(always)]
pub fn sqrt(a: Four) -> Four {
    sse!(_mm_sqrt_ps(a))
}

#[inline(always)]
pub fn where_above(a: Four, limit: Four, yes: Four, no: Four) -> Four {
    sse!({
        let mask = _mm_cmpgt_ps(a, limit);
        _mm_or_ps(_mm_and_ps(mask, yes), _mm_andnot_ps(mask, no))
    })
}
