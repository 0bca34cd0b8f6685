//! Changes to many problems at once, and the star.
