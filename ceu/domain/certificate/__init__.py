"""What a certificate says; how it is drawn, signed and checked. Pure: no web, no database, no clock."""
