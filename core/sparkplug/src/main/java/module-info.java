import org.jspecify.annotations.NullMarked;

/** What an edge node of Sparkplug B says, and when. */
@NullMarked
module dev.penstock.sparkplug {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.evidence;
  requires dev.penstock.json;

  exports dev.penstock.sparkplug;
  exports dev.penstock.sparkplug.edgenode;
  exports dev.penstock.sparkplug.fleet;
  exports dev.penstock.sparkplug.payload;
  exports dev.penstock.sparkplug.server;
}
