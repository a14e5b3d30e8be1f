import org.jspecify.annotations.NullMarked;

/** Signature algorithms, their keys and what a check of one must refuse first. */
@NullMarked
module dev.penstock.signature {
  requires static org.jspecify;

  exports dev.penstock.signature;
}
