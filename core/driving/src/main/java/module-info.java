import org.jspecify.annotations.NullMarked;

/** What a driver owes, when its points are due, and how a link that fails is tried again. */
@NullMarked
module dev.penstock.driving {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.conduit;
  requires transitive dev.penstock.evidence;
  requires transitive dev.penstock.points;

  exports dev.penstock.driving;
}
