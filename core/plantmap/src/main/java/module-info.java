import org.jspecify.annotations.NullMarked;

/** The map of a plant: its zones and conduits, and what was observed between them. */
@NullMarked
module dev.penstock.plantmap {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.conduit;
  requires transitive dev.penstock.flow;

  exports dev.penstock.plantmap;
}
