import org.jspecify.annotations.NullMarked;

/**
 * Which devices are connected, what is read from them and where it goes. More than one package is
 * exported: the model is for everybody, its file, its differences, its tables and what each
 * protocol asks for are each for a few; arrows between them point to the model.
 */
@NullMarked
module dev.penstock.connections {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.merkle;
  requires transitive dev.penstock.plant;
  requires transitive dev.penstock.points;
  requires dev.penstock.framesmodbus;
  requires dev.penstock.north;
  requires transitive dev.penstock.sparkplug;

  exports dev.penstock.connections;
  exports dev.penstock.connections.diff;
  exports dev.penstock.connections.draft;
  exports dev.penstock.connections.form;
  exports dev.penstock.connections.protocol;
  exports dev.penstock.connections.sheet;
}
