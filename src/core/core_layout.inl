// Every constant and record of the ring (spsc_ring.h) and the triple buffer (triple_buffer.h), which threads of C++
// and of JavaScript share. C++ expands this file to structs (core_layout.h), the layout printer to TypeScript.
// Little-endian. a32: a u32 that two threads share, each of whose steps is atomic.

SF_CONSTANT(u32, ringMagic, 0x31524b53, "", "First word of a ring: SKR1, which says that here is one, and of which version.")
SF_CONSTANT(u32, maxRingRecordWords, 256, "words", "Most words of a record.")
SF_CONSTANT(u32, maxRingCapacity, 1048576, "records", "Most records of a ring.")
SF_CONSTANT(u32, tripleBufferMagic, 0x31544b53, "", "First word of a triple buffer: SKT1, which says that here is one, and of which version.")
SF_CONSTANT(u32, middleSlotMask, 3, "", "The bits of the control word that number the middle slot.")
SF_CONSTANT(u32, freshFrame, 4, "", "The bit of the control word that says that the reader hasn't had the middle slot.")

SF_RECORD(RingHeader, 192, "Start of a ring; the records follow, number n in place n modulo the capacity.")
SF_FIELD(RingHeader, u32, magic, "", "ringMagic.")
SF_FIELD(RingHeader, u32, recordWords, "", "32-bit words of a record.")
SF_FIELD(RingHeader, u32, capacity, "", "Records it holds, a power of two.")
SF_FIELD_LINE(RingHeader, a32, written, "", "Records ever written, modulo 2^32; the writer's.")
SF_FIELD(RingHeader, a32, readerSleeps, "", "1 while the reader sleeps on `written`, or is about to; the reader's.")
SF_FIELD(RingHeader, a32, dropped, "", "Records that the writer had no room for, modulo 2^32; the writer's.")
SF_FIELD_LINE(RingHeader, a32, read, "", "Records ever read, modulo 2^32; the reader's.")
SF_FIELD(RingHeader, a32, writerSleeps, "", "1 while the writer sleeps on `read`, or is about to; the writer's.")
SF_RECORD_END(RingHeader)

SF_RECORD(TripleBufferSlot, 64, "A slot, on a cache line of its own: its owner's alone.")
SF_FIELD_LINE(TripleBufferSlot, i32, offset, "B", "From the control block's first byte to the slot's.")
SF_FIELD(TripleBufferSlot, u32, capacity, "B", "What the slot has room for.")
SF_FIELD(TripleBufferSlot, u32, bytes, "B", "Length of the frame in it.")
SF_FIELD(TripleBufferSlot, u32, sequence, "", "Number of the frame in it: 1, 2, 3 ... modulo 2^32; 0 before the first.")
SF_RECORD_END(TripleBufferSlot)

SF_RECORD(TripleBufferHeader, 320, "The control block of a triple buffer.")
SF_FIELD(TripleBufferHeader, u32, magic, "", "tripleBufferMagic.")
SF_FIELD_LINE(TripleBufferHeader, a32, control, "", "The slot in the middle (middleSlotMask), and whether it is fresh (freshFrame).")
SF_FIELD_ARRAY(TripleBufferHeader, TripleBufferSlot, slots, 3, "", "The three slots.")
SF_RECORD_END(TripleBufferHeader)
