"""Changes: planned, approved by a second person, applied, verified, confirmed or rolled back."""
