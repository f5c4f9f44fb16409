"""What is shown as a drawing: values of sealed texts with their words, laid over the geometry of the drawing room."""
