"""The pages: what people see and press. No rules and no writes of its own; every write is a service's."""
