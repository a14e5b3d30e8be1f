import org.jspecify.annotations.NullMarked;

/** Bundles of evidence and the verdict on them. */
@NullMarked
module dev.penstock.bundle {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.evm;
  requires transitive dev.penstock.flow;
  requires transitive dev.penstock.timestamp;

  exports dev.penstock.bundle;
}
