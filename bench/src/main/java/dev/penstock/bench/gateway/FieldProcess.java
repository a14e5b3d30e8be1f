package dev.penstock.bench.gateway;

import dev.penstock.bench.peer.Answers;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Words;
import dev.penstock.modbus.server.Answerer;
import dev.penstock.modbus.server.ModbusTcpServer;
import dev.penstock.modbus.server.Peer;
import dev.penstock.modbus.server.ServerOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * The field, as a process: devices that have another value each time they are asked, which says
 * when it was asked for.
 */
public final class FieldProcess {
  private static final int ILLEGAL_FUNCTION = 1;

  private FieldProcess() {}

  /** Takes how many devices there are; tells the ports. */
  public static void main(String[] args) throws IOException {
    var answers = new Answers();
    var device = new Device();
    List<ModbusTcpServer> servers = new ArrayList<>();
    var ports = new StringBuilder();
    for (int i = 0; i < Integer.parseInt(args[0]); i++) {
      ModbusTcpServer server = ModbusTcpServer.start(ServerOptions.at("127.0.0.1", 0), device);
      servers.add(server);
      ports = ports.append(' ').append(server.port());
    }
    answers.tell("ready" + ports);
    answers.giveUntilStopped(Map.of("requests", () -> Long.toString(device.requests.sum())));
    servers.forEach(ModbusTcpServer::close);
    answers.stopped();
  }

  /** A float in each two registers, the first at an even address. */
  private static final class Device implements Answerer {
    private final LongAdder requests = new LongAdder();

    @Override
    public Optional<Response> answer(Peer peer, int unit, Request request) {
      if (!(request instanceof Request.Read(var table, var address, var quantity))
          || table.isOfBits()) {
        return Optional.of(new Response.ExceptionResponse(request.function(), ILLEGAL_FUNCTION));
      }
      requests.increment();
      return Optional.of(
          new Response.RegistersRead(table.readFunction(), registers(address, quantity)));
    }

    private static Words registers(int address, int quantity) {
      byte[] bytes = new byte[2 * quantity];
      long now = System.nanoTime();
      // A multiplicative hash: floats side by side differ in all their lower bits.
      int noise = (int) (now ^ address) * 0x9e3779b9;
      for (int i = address & 1; i + 1 < quantity; i += 2) {
        noise = noise * 0x19660d + 0x3c6ef35f;
        int bits = Float.floatToRawIntBits(Stamp.of(now, noise >>> 16));
        bytes[2 * i] = (byte) (bits >> 24);
        bytes[2 * i + 1] = (byte) (bits >> 16);
        bytes[2 * i + 2] = (byte) (bits >> 8);
        bytes[2 * i + 3] = (byte) bits;
      }
      return Words.ofBytes(bytes);
    }
  }
}
