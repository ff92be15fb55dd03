"""Pure, cited numerics: arrays and plain records in, frozen results out; no input, no output, no country."""
