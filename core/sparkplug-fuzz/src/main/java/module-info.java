import org.jspecify.annotations.NullMarked;

/** What holds for any bytes that are given to the readers of core/sparkplug. */
@NullMarked
module dev.penstock.sparkplugfuzz {
  requires static org.jspecify;
  requires dev.penstock.sparkplug;
}
