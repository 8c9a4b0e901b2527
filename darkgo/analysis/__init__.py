"""KataGo's analysis protocol: a door of JSON, one query and one answer a line."""
