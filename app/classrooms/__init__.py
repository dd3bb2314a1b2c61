"""Classrooms: a teacher opens a room, students join it by a code, and both see each other while everybody trains."""
