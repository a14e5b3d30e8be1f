/*
 * A Modbus server of libmodbus, with 1,000 of each table:
 *   libmodbus-server tcp PORT            one master at a time, on 127.0.0.1
 *   libmodbus-server rtu DEVICE BAUD     as unit 17 of a line, no parity: pseudo-terminals have none
 */
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { COUNT = 1000, UNIT = 17 };

static int serve(modbus_t *context, modbus_mapping_t *mapping) {
  uint8_t request[MODBUS_TCP_MAX_ADU_LENGTH];
  for (;;) {
    int length = modbus_receive(context, request);
    if (length > 0) {
      modbus_reply(context, request, length, mapping);
    } else if (length < 0) {
      return errno;
    }
  }
}

int main(int count, char **words) {
  if (count < 3) {
    fprintf(stderr, "usage: libmodbus-server tcp PORT | rtu DEVICE BAUD\n");
    return 2;
  }
  modbus_mapping_t *mapping = modbus_mapping_new(COUNT, COUNT, COUNT, COUNT);
  for (int i = 0; i < COUNT; i++) {
    mapping->tab_input_registers[i] = (uint16_t)i;
    mapping->tab_input_bits[i] = i % 3 == 0;
  }
  if (strcmp(words[1], "tcp") == 0) {
    modbus_t *context = modbus_new_tcp("127.0.0.1", atoi(words[2]));
    int listening = modbus_tcp_listen(context, 1);
    if (listening < 0) {
      perror("listen");
      return 1;
    }
    puts("ready");
    fflush(stdout);
    for (;;) {
      if (modbus_tcp_accept(context, &listening) >= 0) {
        serve(context, mapping);
        modbus_close(context);
      }
    }
  }
  modbus_t *context = modbus_new_rtu(words[2], atoi(words[3]), 'N', 8, 1);
  modbus_set_slave(context, UNIT);
  if (modbus_connect(context) < 0) {
    perror("connect");
    return 1;
  }
  puts("ready");
  fflush(stdout);
  for (;;) {
    /* A frame that was not for it, or broke off, is no reason to end. */
    int reason = serve(context, mapping);
    if (reason == EIO || reason == EBADF) {
      return 1;
    }
  }
}
