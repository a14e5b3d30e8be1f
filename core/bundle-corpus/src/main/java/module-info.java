import org.jspecify.annotations.NullMarked;

/** Bundles made to be broken, with what must be said of each. Never shipped. */
@NullMarked
module dev.penstock.bundlecorpus {
  requires static org.jspecify;
  requires transitive dev.penstock.bundle;

  exports dev.penstock.bundlecorpus;
}
