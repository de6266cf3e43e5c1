// Replaced as the module is filled.
