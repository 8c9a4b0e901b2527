"""From a game in progress to suggestions and moves."""
