package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.framesmodbus.server.DeviceIdentity;
import dev.penstock.framesmodbus.server.ModbusServer;
import dev.penstock.it.peers.Peers;
import dev.penstock.modbus.server.Answerer;
import dev.penstock.modbus.server.ModbusTcpServer;
import dev.penstock.modbus.server.ServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Masters that others wrote, at the server for Modbus; tshark reads along. */
@Timeout(300)
class ModbusMastersOfOthersTest {
  private ModbusTcpServer server;
  private ModbusTap tap;

  @BeforeEach
  void listen() throws IOException {
    var registers =
        new ModbusServer(
            new RegisterMemory(),
            DeviceIdentity.of(Map.of(0, "Penstock", 1, "PS", 2, "0.1", 4, "x".repeat(200))));
    server = ModbusTcpServer.start(ServerOptions.at("127.0.0.1", 0), Answerer.of(registers));
    tap = new ModbusTap(server.port());
  }

  @AfterEach
  void end() throws IOException {
    tap.close();
    server.close();
  }

  @Test
  void mbpollWritesAndReadsWhatItLikes(@TempDir Path folder) throws Exception {
    var _ = mbpoll("-t", "4", "-r", "11", "--", "127.0.0.1", "123", "456");
    assertThat(mbpoll("-t", "4", "-r", "11", "-c", "2", "-1", "127.0.0.1"))
        .contains("[11]: \t123", "[12]: \t456");
    assertThat(mbpoll("-t", "3", "-r", "12", "-c", "1", "-1", "127.0.0.1")).contains("[12]: \t456");
    var _ = mbpoll("-t", "4:float", "-B", "-r", "21", "--", "127.0.0.1", "123.456");
    assertThat(mbpoll("-t", "4:float", "-B", "-r", "21", "-c", "1", "-1", "127.0.0.1"))
        .contains("[21]: \t123.456");
    assertThat(mbpoll("-t", "4:hex", "-r", "21", "-c", "2", "-1", "127.0.0.1"))
        .contains("[21]: \t0x42F6", "[22]: \t0xE979");
    var _ = mbpoll("-t", "0", "-r", "5", "--", "127.0.0.1", "1", "0", "1");
    var _ = mbpoll("-t", "0", "-r", "9", "--", "127.0.0.1", "1");
    assertThat(mbpoll("-t", "0", "-r", "5", "-c", "5", "-1", "127.0.0.1"))
        .contains("[5]: \t1", "[6]: \t0", "[7]: \t1", "[8]: \t0", "[9]: \t1");
    assertThat(mbpoll("-t", "1", "-r", "5", "-c", "1", "-1", "127.0.0.1")).contains("[5]: \t1");
    assertThat(ModbusDissection.functionsOf(tap, folder)).contains(1, 2, 3, 4, 5, 15, 16);
  }

  private List<String> mbpoll(String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Peers.ofThisMachine().program("mbpoll").toString());
    command.addAll(List.of("-m", "tcp", "-o", "10", "-a", "1"));
    command.addAll(List.of("-p", String.valueOf(tap.port())));
    command.addAll(List.of(more));
    return ModbusDissection.run(command.toArray(String[]::new));
  }

  @Test
  void pymodbusIsToldWhatItAsksFor(@TempDir Path folder) throws Exception {
    List<String> lines = ModbusDissection.run(Peers.ofThisMachine().pymodbusMaster(tap.port()));
    JsonNode told = new ObjectMapper().readTree(lines.getLast());
    var json = new ObjectMapper();
    assertThat(told.get("write-register")).isEqualTo(json.readTree("240"));
    assertThat(told.get("write-registers")).isEqualTo(json.readTree("3"));
    assertThat(told.get("write-coil")).isEqualTo(json.readTree("true"));
    assertThat(told.get("write-coils")).isEqualTo(json.readTree("3"));
    assertThat(told.get("mask")).isEqualTo(json.readTree("65295"));
    assertThat(told.get("read-write")).isEqualTo(json.readTree("[80,2,3,4,99]"));
    assertThat(told.get("holding")).isEqualTo(json.readTree("[80,2,3,4,99]"));
    assertThat(told.get("input")).isEqualTo(json.readTree("[80,2,3,4,99]"));
    assertThat(told.get("coils")).isEqualTo(json.readTree("[true,true,false,true,false]"));
    assertThat(told.get("discrete")).isEqualTo(json.readTree("[true,true,false,true,false]"));
    assertThat(told.get("beyond")).isEqualTo(json.readTree("2"));
    assertThat(told.get("identity").get("0").asText()).isEqualTo("Penstock");
    assertThat(ModbusDissection.functionsOf(tap, folder))
        .contains(1, 2, 3, 4, 5, 6, 15, 16, 22, 23, 43);
  }
}
