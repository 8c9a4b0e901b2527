"""Pictures and the networks that classify them. This package knows no Go."""
