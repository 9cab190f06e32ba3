"""A question in a person's own words becomes a plan, by rules."""
