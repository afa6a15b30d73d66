"""The rehearsal portal: plays the CDC's part, offline, on people who do not exist."""
