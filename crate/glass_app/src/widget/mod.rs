//! Small parts of the page: they take props and know no session.
