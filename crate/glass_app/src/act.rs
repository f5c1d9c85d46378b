//! The hand of the page: turns an intent into changes of the session and commands to the workers.
