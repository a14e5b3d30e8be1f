import org.jspecify.annotations.NullMarked;

/** Bundles of evidence and the verdict on them. */
@NullMarked
module dev.penstock.bundle {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.flow;

  exports dev.penstock.bundle;
}
