"""The pages, a module each: it takes what was asked, calls services, and hands their answer to the template of its name."""
