import org.jspecify.annotations.NullMarked;

/** How a command to a device goes from the wish to its result, each step recorded. */
@NullMarked
module dev.penstock.commanding {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.driving;

  exports dev.penstock.commanding;
}
