#include <secp256k1.h>
#include <secp256k1_ecdh.h>
#include <secp256k1_recovery.h>

/* Clears a secret. The volatile stores are what no optimiser may drop, which plain Swift lacks. */
static inline void csecp256k1_erase(void *secret, size_t count) {
  volatile unsigned char *byte = (volatile unsigned char *)secret;
  while (count-- > 0) *byte++ = 0;
}
