/* bcryptprimitives.dll, which Wine has from version 9 on: Rust's standard library, hence python-calamine and rpds, does
 * not load without it. It has one function, which fills a buffer with random bytes and cannot fail. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length); /* RtlGenRandom, of advapi32 */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size)
{
    while (size > 0) {
        ULONG part = size > 0x10000000 ? 0x10000000 : (ULONG)size;
        if (!SystemFunction036(data, part))
            TerminateProcess(GetCurrentProcess(), 1);
        data += part;
        size -= part;
    }
    return TRUE;
}
