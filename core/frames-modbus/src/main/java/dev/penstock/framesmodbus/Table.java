package dev.penstock.framesmodbus;

/** One of the four tables a device shows its data in (MODBUS V1.1b3 §4.3). */
public enum Table {
  COILS(1, 0, true, true),
  DISCRETE_INPUTS(2, 1, true, false),
  HOLDING_REGISTERS(3, 4, false, true),
  INPUT_REGISTERS(4, 3, false, false);

  private final int readFunction;
  private final int classicDigit;
  private final boolean isOfBits;
  private final boolean isWritable;

  Table(int readFunction, int classicDigit, boolean isOfBits, boolean isWritable) {
    this.readFunction = readFunction;
    this.classicDigit = classicDigit;
    this.isOfBits = isOfBits;
    this.isWritable = isWritable;
  }

  /** The function code that reads it: 1..4. */
  public int readFunction() {
    return readFunction;
  }

  /** The digit that stands for it in front of the numbers in many manuals: 40001 is in table 4. */
  public int classicDigit() {
    return classicDigit;
  }

  /** Whether it holds single bits; else registers of 16. */
  public boolean isOfBits() {
    return isOfBits;
  }

  public boolean isWritable() {
    return isWritable;
  }

  /** How many are read with one request at most (MODBUS V1.1b3 §6.1 to §6.4). */
  public int readCountMax() {
    return isOfBits ? Limits.READ_BITS_MAX : Limits.READ_REGISTERS_MAX;
  }

  /** The table that function code 1, 2, 3 or 4 reads. */
  static Table ofFunction(int function) {
    for (Table table : values()) {
      if (table.readFunction == function) {
        return table;
      }
    }
    throw new IllegalArgumentException("function " + function + " reads no table");
  }
}
