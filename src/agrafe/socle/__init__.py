"""What every screen stands on: layout, components, French, error pages, security headers, the log."""
