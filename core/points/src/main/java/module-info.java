import org.jspecify.annotations.NullMarked;

/** What a point is worth telling: raw values scaled, filtered, derived from each other. */
@NullMarked
module dev.penstock.points {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.evidence;

  exports dev.penstock.points;
}
