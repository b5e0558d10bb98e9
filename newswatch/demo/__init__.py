"""A made-up commune's year 2019 as a portal on this machine, for `newswatch demo`: nothing to configure, nothing leaves the machine."""
