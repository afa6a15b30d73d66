"""What is done to deposits, and to what the CDC answers: one function a use case, by subject."""
