import org.jspecify.annotations.NullMarked;

/**
 * The map of a plant: its zones and conduits, and what was observed between them. What another
 * policy would have made of that reads the same records, and is for others, so it has a package of
 * its own.
 */
@NullMarked
module dev.penstock.plantmap {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.conduit;
  requires transitive dev.penstock.flow;

  exports dev.penstock.plantmap;
  exports dev.penstock.plantmap.dryrun;
}
