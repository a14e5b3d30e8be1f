import org.jspecify.annotations.NullMarked;

/** What holds for any bytes that are given to the readers of core/frames-modbus. */
@NullMarked
module dev.penstock.framesmodbusfuzz {
  requires static org.jspecify;
  requires dev.penstock.framesmodbus;
}
