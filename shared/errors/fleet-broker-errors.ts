import type { ErrorRow } from './error-row.ts';

/** What goes wrong with the MQTT broker of the fleet backend, its own or an external one. */
export const fleetBrokerErrors = {
  BROKER_PORT_UNUSABLE: {
    sentence:
      'The MQTT broker cannot listen on {host}:{port}: {why}. Choose another port with --mqtt-port, or stop what uses this one.',
    status: 500,
    retryable: true,
  },
  BROKER_UNREACHABLE: {
    sentence: 'The MQTT broker {broker} does not answer: {why}. Check its address and that it runs.',
    status: 502,
    retryable: true,
  },
  BROKER_LOGIN_REFUSED: {
    sentence:
      'The MQTT broker {broker} refused the login of {username}. Check the user and the password in --mqtt.',
    status: 502,
    retryable: false,
  },
  BROKER_PLUGIN_MISSING: {
    sentence:
      'The MQTT broker {broker} does not answer its dynamic-security plugin. Put "plugin /usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so" and "plugin_opt_config_file /var/lib/mosquitto/dynamic-security.json" into mosquitto.conf, make that file with "mosquitto_ctrl dynsec init" for {username}, and restart Mosquitto.',
    status: 502,
    retryable: false,
  },
  BROKER_COMMAND_REFUSED: {
    sentence: 'The MQTT broker {broker} refused "{command}": {why}. Nothing else was changed there.',
    status: 502,
    retryable: false,
  },
  BROKER_PASSWORD_NEEDED: {
    sentence:
      'The MQTT broker {broker} does not know {username}. Give it a new password, so that it can be made there.',
    status: 409,
    retryable: false,
  },
  MQTT_USER_NOT_FOUND: { sentence: 'There is no such MQTT user.', status: 404, retryable: false },
  MQTT_ACL_NOT_FOUND: { sentence: 'There is no such MQTT rule.', status: 404, retryable: false },
  MQTT_USER_TAKEN: {
    sentence: 'There is an MQTT user with this name already. Choose another name.',
    status: 409,
    retryable: false,
  },
  MQTT_USER_OF_AGENT: {
    sentence: '{username} belongs to an agent. Change or revoke the agent instead.',
    status: 409,
    retryable: false,
  },
  MQTT_TOPIC_FOREIGN: {
    sentence: '{topic} reaches beyond the topics of this tenant. Begin with {prefix}.',
    status: 400,
    retryable: false,
  },
  MQTT_CALLBACK_REFUSED: {
    sentence:
      'Only the MQTT broker may ask this: from this machine, or with the secret that was set with --mqtt-callback-secret.',
    status: 403,
    retryable: false,
  },
  BROKER_STOPPED: {
    sentence: 'The MQTT broker is not running. Start the fleet backend again.',
    status: 503,
    retryable: true,
  },
} as const satisfies Record<string, ErrorRow>;
