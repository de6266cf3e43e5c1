import Chain

/// The contract at `…1003`: records of files, the storage they paid for, and lost slices.
enum Files {
  static var address: Address { Address(protocol: 0x1003) }

  static let contract = Contract(
    "Files", "Records of files, the storage they paid for, and the loss of their slices.",
    actions: [
      RecordFile.self, ConfirmFile.self, RenewFile.self, TransferFile.self, AcceptFile.self,
      RemoveFile.self, PruneFile.self, ReportSliceLoss.self,
    ],
    queries: [
      FileOf.self, ListByHash.self, ListByOwner.self, VerifySlice.self, SliceLossOf.self,
      QuoteStorage.self, QuoteRenewal.self, RecordCountOf.self, StorageDueOf.self,
    ],
    events: [
      FileRecorded.self, FileConfirmed.self, FileRenewed.self, FileOffered.self,
      FileTransferred.self, FileGone.self, SliceLost.self,
    ])
}
