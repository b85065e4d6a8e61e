// Every constant, tag, flag and record that crosses between JavaScript and the state engine. C++
// expands this file to structs (state_layout.h), the layout printer to TypeScript. What a call
// means is said in web/state/kernel.ts.

SF_CONSTANT(u32, rootNode, 0, "", "Node of the whole state, which is no path.")
SF_CONSTANT(u32, none, 0xffffffff, "", "No node, no row, no group.")
SF_CONSTANT(u32, segmentIndex, 0x80000000, "",
            "Bit of a segment that is the index of an array's element; the others are the index.")
SF_CONSTANT(u32, maxDepth, 512, "keys",
            "Most keys of a path that is named, and most levels of a value that is written: deeper "
            "than any state that is no mistake.")
SF_CONSTANT(u32, maxNodes, 0x00ffffff, "",
            "Most nodes there may be, the root included: no more fit a Map of their paths.")

SF_ENUM(Tag, "What kind of value it is, and so what its payload means.")
SF_ENUMERATOR(Tag, absent, 0, "No value: there is no such key.")
SF_ENUMERATOR(Tag, undefined, 1, "An own key with the value undefined; payload 0.")
SF_ENUMERATOR(Tag, null, 2, "Payload 0.")
SF_ENUMERATOR(Tag, booleanFalse, 3, "Payload 0.")
SF_ENUMERATOR(Tag, booleanTrue, 4, "Payload 0.")
SF_ENUMERATOR(Tag, number, 5, "The payload is the number.")
SF_ENUMERATOR(Tag, string, 6, "The payload is the string's slot.")
SF_ENUMERATOR(Tag, slot, 7, "A value that nobody looks into; the payload is its slot.")
SF_ENUMERATOR(Tag, object, 8,
              "A plain object; in a batch the payload is the index of its value node.")
SF_ENUMERATOR(Tag, array, 9,
              "An array whose elements are nodes; in a batch as an object, in the shadow the "
              "payload is its length.")
SF_ENUM_END(Tag)

SF_ENUM(ChangeFlag, "Bits: what a row of the list is, and what it came through.")
SF_ENUMERATOR(ChangeFlag, aggregation, 1,
              "Written to a source in place of the aggregation's target.")
SF_ENUMERATOR(ChangeFlag, sync, 2, "Made by the sync stage, or of a row that was.")
SF_ENUMERATOR(ChangeFlag, flip, 4, "Made by the flip stage.")
SF_ENUMERATOR(ChangeFlag, listener, 8, "Returned by a listener.")
SF_ENUMERATOR(ChangeFlag, noop, 16,
              "The shadow held that value already; known once the batch is committed.")
SF_ENUM_END(ChangeFlag)

SF_ENUM(Graph, "Which of the two graphs.")
SF_ENUMERATOR(Graph, sync, 0, "Paths that have the same value.")
SF_ENUMERATOR(Graph, flip, 1, "Paths that have opposite values.")
SF_ENUM_END(Graph)

SF_ENUM(StateStatus, "How a commit ended.")
SF_ENUMERATOR(StateStatus, ok, 0, "All of it is done.")
SF_ENUMERATOR(StateStatus, arrayIndex, 1,
              "A row lies beyond the end of an array, or names no element of it; nothing is done.")
SF_ENUM_END(StateStatus)

SF_ENUM(StateFailure, "What ended an engine.")
SF_ENUMERATOR(StateFailure, memory, 0, "There is no memory for so many bytes.")
SF_ENUMERATOR(StateFailure, nodes, 1, "There are as many nodes as there may be.")
SF_ENUM_END(StateFailure)

SF_RECORD(StateHeader, 128,
          "Where things are in the engine's memory, and how many: read again after every call.")
SF_FIELD(StateHeader, u32, inputIds, "B", "Address of the input rows' nodes, u32.")
SF_FIELD(StateHeader, u32, inputTags, "B", "Address of the input rows' tags, u8.")
SF_FIELD(StateHeader, u32, inputPayloads, "B", "Address of the input rows' payloads, f64.")
SF_FIELD(StateHeader, u32, valueSegments, "B", "Address of the value nodes' segments, u32.")
SF_FIELD(StateHeader, u32, valueTags, "B", "Address of the value nodes' tags, u8.")
SF_FIELD(StateHeader, u32, valuePayloads, "B", "Address of the value nodes' payloads, f64.")
SF_FIELD(StateHeader, u32, valueEnds, "B", "Address of the value nodes' ends, u32.")
SF_FIELD(StateHeader, u32, listIds, "B", "Address of the list's nodes, u32.")
SF_FIELD(StateHeader, u32, listTags, "B", "Address of the list's tags, u8.")
SF_FIELD(StateHeader, u32, listPayloads, "B", "Address of the list's payloads, f64.")
SF_FIELD(StateHeader, u32, listFlags, "B", "Address of the list's flags, u8.")
SF_FIELD(StateHeader, u32, listOrigins, "B", "Address of the list's origins, u32.")
SF_FIELD(StateHeader, u32, listLength, "rows", "Rows of the list.")
SF_FIELD(StateHeader, u32, aggregationEnd, "rows", "Rows of the list after the aggregation stage.")
SF_FIELD(StateHeader, u32, syncEnd, "rows", "Rows after the sync stage.")
SF_FIELD(StateHeader, u32, flipEnd, "rows", "Rows after the flip stage.")
SF_FIELD(StateHeader, u32, failedRow, "", "Row of the list that a commit failed at, or none.")
SF_FIELD(StateHeader, u32, writeIds, "B", "Address of the writes' nodes, u32.")
SF_FIELD(StateHeader, u32, writeTags, "B", "Address of the writes' tags, u8.")
SF_FIELD(StateHeader, u32, writePayloads, "B", "Address of the writes' payloads, f64.")
SF_FIELD(StateHeader, u32, writeRows, "B", "Address of the list's rows that the writes are, u32.")
SF_FIELD(StateHeader, u32, writeLength, "", "Writes of the last commit.")
SF_FIELD(StateHeader, u32, createdIds, "B", "Address of the new nodes' ids, u32.")
SF_FIELD(StateHeader, u32, createdParents, "B", "Address of the new nodes' parents, u32.")
SF_FIELD(StateHeader, u32, createdSegments, "B", "Address of the new nodes' segments, u32.")
SF_FIELD(StateHeader, u32, createdLength, "", "Nodes made since the batch began.")
SF_FIELD(StateHeader, u32, freedIds, "B", "Address of the ids of nodes that ended, u32.")
SF_FIELD(StateHeader, u32, freedLength, "", "Nodes that ended with the last commit.")
SF_FIELD(StateHeader, u32, releasedIds, "B",
         "Address of the numbers of slots that were let go, u32.")
SF_FIELD(StateHeader, u32, releasedLength, "", "Slots that were let go with the last commit.")
SF_FIELD(StateHeader, u32, answer, "B",
         "Address of the nodes or groups that the last question was answered with, u32.")
SF_FIELD(StateHeader, u32, answerLength, "", "How many these are.")
SF_RECORD_END(StateHeader)

SF_RECORD(StateUsage, 24, "What an engine holds.")
SF_FIELD(StateUsage, u32, nodes, "", "Nodes there are, the root's included.")
SF_FIELD(StateUsage, u32, edges, "", "Edges of both graphs.")
SF_FIELD(StateUsage, u32, groups, "", "Groups of both graphs.")
SF_FIELD(StateUsage, u32, aggregations, "", "Aggregations.")
SF_FIELD(StateUsage, u32, slotReferences, "", "References of the shadow to slots.")
SF_FIELD(StateUsage, u32, bytes, "B",
         "In use by all of these; what is kept for later use is left out.")
SF_RECORD_END(StateUsage)
