//! The only file that names burn's backends and devices.

use burn::tensor::Device;
use glass_core::recipe::Backend;

use crate::refused::Refused;

/// The plain device of a backend: computes, records no gradients.
pub(crate) fn device(backend: Backend) -> Result<Device, Refused> {
    match backend {
        Backend::Flex => Ok(Device::flex()),
        #[cfg(feature = "ndarray")]
        #[expect(deprecated, reason = "asked for, and the reference that flex is held to")]
        Backend::Ndarray => Ok(Device::ndarray()),
        #[cfg(not(feature = "ndarray"))]
        Backend::Ndarray => Err(Refused::BackendNotBuilt(backend)),
    }
}
