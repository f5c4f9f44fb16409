"""The frame around the product: settings, middleware, routes, and the door for the server."""
