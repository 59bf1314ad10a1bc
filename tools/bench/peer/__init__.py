"""The peer of the comparison (对照系统); see server.py."""
