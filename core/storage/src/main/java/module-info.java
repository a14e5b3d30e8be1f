import org.jspecify.annotations.NullMarked;

/** The seam between durable stores and the disk. */
@NullMarked
module dev.penstock.storage {
  requires static org.jspecify;

  exports dev.penstock.storage;
}
