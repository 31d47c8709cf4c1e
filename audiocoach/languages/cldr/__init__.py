"""Words of the Unicode CLDR for units and days, as a table. Pure, but for reading it once."""
