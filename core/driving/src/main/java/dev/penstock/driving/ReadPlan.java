package dev.penstock.driving;

/** How points are read together: made by a session, and of use to that session alone. */
public interface ReadPlan {
  /** How many points it was made of. */
  int points();

  /** How many requests one reading takes now. */
  int requests();
}
