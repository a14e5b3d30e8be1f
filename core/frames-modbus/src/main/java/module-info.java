import org.jspecify.annotations.NullMarked;

/**
 * The frames of Modbus. More than one package is exported: frames are used by everybody, what they
 * ask for by who asks a policy, points and plans by who polls, the server's side by who answers;
 * arrows between them point to the frames, and from plans to points.
 */
@NullMarked
module dev.penstock.framesmodbus {
  requires static transitive org.jspecify;
  requires transitive dev.penstock.conduit;
  requires transitive dev.penstock.evidence;

  exports dev.penstock.framesmodbus;
  exports dev.penstock.framesmodbus.asked;
  exports dev.penstock.framesmodbus.plan;
  exports dev.penstock.framesmodbus.point;
  exports dev.penstock.framesmodbus.server;
}
