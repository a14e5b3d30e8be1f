import org.jspecify.annotations.NullMarked;

/**
 * What a driver owes, when its points are due, and how a link that fails is tried again. More than
 * one package is exported: who writes a driver needs the first alone, and arrows point to it only.
 */
@NullMarked
module dev.penstock.driving {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.conduit;
  requires transitive dev.penstock.evidence;
  requires transitive dev.penstock.points;

  exports dev.penstock.driving;
  exports dev.penstock.driving.admission;
  exports dev.penstock.driving.schedule;
  exports dev.penstock.driving.supervision;
}
