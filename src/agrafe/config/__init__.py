"""What ties the applications together: settings, URLs, the `agrafe` command."""
