"""A made-up world: five authorities, their people and partners. Everybody in it is invented."""
